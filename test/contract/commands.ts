import { expect } from 'vitest';
import { begin, create, FOREVER, refusal, type Statement, signal, untilState } from './lab.ts';

/** Commands inside containers. */
export const commandStatements: readonly Statement[] = [
  {
    says: 'a command runs in a running container: exit code, output, errors',
    async run(lab) {
      await begin(lab, 'a', FOREVER);
      const ran = await lab.engine.exec(lab.name('a'), ['sh', '-c', 'echo out; echo err >&2; exit 5'], signal);
      expect(ran).toEqual({ exitCode: 5, stdout: 'out\n', stderr: 'err\n' });
    },
  },
  {
    says: 'a command reads its standard input',
    async run(lab) {
      await begin(lab, 'a', FOREVER);
      const ran = await lab.engine.exec(lab.name('a'), ['head', '-n1'], signal, 'word\nmore\n');
      expect(ran).toMatchObject({ exitCode: 0, stdout: 'word\n' });
    },
  },
  {
    says: 'no command runs in a container that does not run: 409',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER);
      const exec = () => refusal(lab.engine.exec(lab.name('a'), ['true'], signal));
      expect(await exec()).toMatch(/is not running \(HTTP 409\)/);
      await lab.engine.start(id, signal);
      await lab.byHand('pause', lab.name('a'));
      expect(await exec()).toMatch(/is paused, unpause the container before exec \(HTTP 409\)/);
      await lab.byHand('unpause', lab.name('a'));
    },
  },
  {
    says: 'no command runs in a restarting container: 409',
    async run(lab) {
      await begin(lab, 'a', 'exit 1');
      await lab.wait(2000);
      await untilState(lab, 'a', 'restarting');
      const said = await refusal(lab.engine.exec(lab.name('a'), ['true'], signal));
      expect(said).toMatch(/is restarting, wait until the container is running \(HTTP 409\)/);
    },
  },
  {
    says: 'no command runs in a container that is missing: 404',
    run: async (lab) =>
      expect(await refusal(lab.engine.exec(lab.name('a'), ['true'], signal))).toMatch(
        /No such container.*\(HTTP 404\)/,
      ),
  },
];
