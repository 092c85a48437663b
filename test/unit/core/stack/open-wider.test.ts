import { expect, test } from 'vitest';
import { openWider } from '../../../../electron/core/stack/open-wider.ts';
import { container } from '../../../doubles/situation.ts';

const at = (address: string, target = 8080) => ({ address, port: target + 1000, target });
const wider = (published: readonly string[], asked: readonly string[] | null) => {
  const publishes = [at('9.9.9.9', 1), ...(asked ?? []).map((it) => at(it))];
  const made = {
    command: [],
    env: [],
    exposed: [],
    publishes,
    aliases: {},
    user: '',
    memory: 0,
    restart: { name: 'no', retries: 0 },
  };
  return openWider(container('a', { ports: published.map((it) => at(it)), made: asked === null ? null : made }));
};

test.each<[readonly string[], readonly string[] | null, readonly string[]]>([
  [['127.0.0.1'], ['127.0.0.1'], []],
  [['0.0.0.0', '::'], ['127.0.0.256'], ['0.0.0.0:9080', '[::]:9080']],
  [['0.0.0.0'], ['127.0.0.1', '0.0.0.0'], []],
  [['0.0.0.0', '::'], ['0.0.0.0'], []],
  [['0.0.0.0', '::'], [''], []],
  [['::1'], ['0:0:0:0:0:0:0:1'], []],
  [['::1'], ['[::1]'], []],
  [['127.0.0.1', '10.0.0.1'], ['127.0.0.1'], ['10.0.0.1:9080']],
  [['0.0.0.0'], [], []],
  [['0.0.0.0'], null, []],
  [[], ['127.0.0.1'], []],
])('published at %j and asked for at %j is open wider at %j', (published, asked, expected) => {
  expect(wider(published, asked)).toEqual(expected);
});
