import { writeFileSync } from 'node:fs';
import { down, up } from '../lab/engine.ts';
import type { Figure } from './figure.ts';
import { verdict } from './limits.ts';

/** `npm run bench [-- --json FILE] [NAME…]`: ratios against a baseline in the same run, medians. */
const args = process.argv.slice(2);
const at = args.indexOf('--json');
const file = at < 0 ? null : args[at + 1];
const wanted = args.filter((arg, index) => !arg.startsWith('--') && (at < 0 || index !== at + 1));

await up();
try {
  const { benchmarks: jobs } = await import('./toggle.ts');
  const { benchmarks: gpu } = await import('./gpu.ts');
  const { benchmarks: gpuListing } = await import('./gpu-listing.ts');
  const { benchmarks: gpuHang } = await import('./gpu-hang.ts');
  const { benchmarks: app } = await import('./app.ts');
  const { benchmarks: logs } = await import('./logs.ts');
  const { benchmarks: gpuView } = await import('./gpu-view.ts');
  const { benchmarks: builds } = await import('./builds.ts');
  const { benchmarks: drain } = await import('./drain.ts');
  const { benchmarks: snapshot } = await import('./snapshot.ts');
  const { benchmarks: soak } = await import('./soak.ts');
  const { benchmarks: packages } = await import('./package.ts');
  const { benchmarks: fastStart } = await import('./fast-start.ts');
  const figures: Record<string, Figure> = {};
  for (const [name, measure] of Object.entries({
    ...jobs,
    ...gpu,
    ...gpuListing,
    ...gpuHang,
    ...app,
    ...logs,
    ...gpuView,
    ...builds,
    ...drain,
    ...snapshot,
    ...packages,
    ...soak,
    ...fastStart,
  })) {
    if (wanted.length > 0 && !wanted.some((want) => name.startsWith(want))) continue;
    for (const [key, figure] of Object.entries(await measured(name, measure))) {
      figures[key] = figure;
      console.log(
        `${key.padEnd(20)} ${figure.ours.toFixed(3)} ÷ ${figure.baseline.toFixed(3)} ${figure.unit} = ${figure.ratio.toFixed(3)}  ${verdict(key, figure)}`.trimEnd(),
      );
    }
  }
  if (file !== null && file !== undefined) writeFileSync(file, JSON.stringify(figures, null, 2));
} finally {
  if (process.env.LAB_KEEP === undefined) await down(false);
}

/** One figure by name, or several from one run. */
async function measured(
  name: string,
  measure: () => Promise<Figure | Record<string, Figure>>,
): Promise<Record<string, Figure>> {
  const found = await measure();
  return isFigure(found) ? { [name]: found } : found;
}

function isFigure(found: Figure | Record<string, Figure>): found is Figure {
  return typeof found.ratio === 'number';
}
