import type { Figure } from './figure.ts';

/** The maximum of each figure: of its ratio, or of `ours` itself if the measure is absolute. */
const LIMITS: Readonly<Record<string, readonly ['ratio' | 'ours', number]>> = {
  'toggle.away': ['ratio', 0.9],
  'toggle.wall.dind': ['ratio', 1.0],
  'toggle.wall.dood': ['ratio', 0.95],
  'toggle.today.away': ['ratio', 0.9],
  'toggle.today.wall.dind': ['ratio', 1.0],
  'toggle.today.wall.dood': ['ratio', 0.95],
  'toggle.real.away': ['ratio', 0.6],
  'toggle.real.wall.dind': ['ratio', 1.0],
  'toggle.real.wall.dood': ['ratio', 0.95],
  'first.up': ['ratio', 0.8],
  'jenkins.start.21': ['ratio', 0.7],
  'jenkins.start.25': ['ratio', 0.7],
  'status.cold': ['ratio', 2.5],
  'up.noop.calls': ['ours', 3],
  'observe.foreign': ['ratio', 1.05],
  'app.start': ['ratio', 1.3],
  'app.pss': ['ratio', 1.15],
  'app.idle-cpu': ['ratio', 1.2],
  'app.idle-requests': ['ours', 4],
  'window.open': ['ratio', 1.2],
  'logs.flood.frame': ['ours', 100],
  'logs.flood.memory': ['ours', 60],
  'package.size': ['ours', 40],
  'package.size.app': ['ours', 6],
  'package.start': ['ratio', 1.3],
  'ctl.cold': ['ratio', 16],
  'ctl.cold.ms': ['ours', 250],
  'gpu.sample-cpu': ['ratio', 0.1],
  'gpu.listing': ['ratio', 0.5],
  'gpu.hang': ['ours', 5],
  'gpu.memory': ['ours', 16],
  'gpu.page-cpu': ['ours', 5],
  'builds.big.blocked': ['ours', 30],
  'builds.big.memory': ['ours', 20],
  'builds.big.answer': ['ours', 1],
  'drain.delay': ['ours', 1.5],
  'snapshot.speed': ['ratio', 1.15],
  'snapshot.reflink': ['ratio', 1.2],
  'soak.growth': ['ours', 10],
  'soak.files': ['ours', 3],
};

/** How a figure compares with its limit, in words; empty if it has none. A figure that is no number exceeds any. */
export function verdict(name: string, figure: Figure): string {
  const limit = LIMITS[name];
  if (limit === undefined) return '';
  const [of, most] = limit;
  return figure[of] <= most ? `at most ${most}` : `ABOVE its limit of ${most}`;
}
