import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LIST_PLUGINS, type PluginLists, pluginLists } from '../../../../electron/core/execute/plugin-list.ts';
import { jpi } from '../../../doubles/jpi.ts';

/** The real script in a real shell, on real archives. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-list-'));
  for (const name of ['home/plugins', 'ref/plugins']) mkdirSync(join(folder, name), { recursive: true });
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
const listed = (version = '2.580.1'): PluginLists => {
  const { PATH } = process.env;
  const env = { PATH, REF: join(folder, 'ref'), JENKINS_WAR: join(folder, 'jenkins.war'), JENKINS_VERSION: version };
  return pluginLists(
    spawnSync('sh', ['-c', LIST_PLUGINS, 'sh', join(folder, 'home')], { encoding: 'utf8', env }).stdout,
  );
};

describe.skipIf(spawnSync('unzip', ['-v']).status !== 0)('the look at plugins', () => {
  test('an image that does not say its Jenkins’ version has it in the war', () => {
    put('home/plugins/scm-api.jpi', jpi({ 'Short-Name': 'scm-api', 'Plugin-Version': '700.v2' }));
    put('jenkins.war', jpi({ 'Main-Class': 'executable.Main', 'Jenkins-Version': '2.541.3' }));
    expect(listed('').core).toBe('2.541.3');
    expect(listed().core).toBe('2.580.1');
  });
  test('reads manifests with lines that go on, markers and what is disabled', () => {
    const needs =
      'scm-api:676.v862117c1a_0a_6,structs:324.va_f5d6774f3a_d;resolution:=optional,workflow-step-api:639.v6eca_cd8c04a_a_';
    put(
      'home/plugins/workflow-cps.jpi',
      jpi({
        'Short-Name': 'workflow-cps',
        'Plugin-Version': '2648.va',
        'Jenkins-Version': '2.346.1',
        'Plugin-Dependencies': needs,
        'Long-Name': 'Pipeline: Groovy',
      }),
    );
    put('home/plugins/workflow-cps.jpi.version_from_image', '2600.v1\n');
    put(
      'home/plugins/old name.hpi',
      jpi({ 'Extension-Name': 'old', 'Implementation-Version': '1.2 (private-x)', 'Hudson-Version': '1.400' }),
    );
    put('home/plugins/old name.hpi.disabled', '');
    put('ref/plugins/scm-api.jpi', jpi({ 'Short-Name': 'scm-api', 'Plugin-Version': '700.v2' }));
    expect(listed()).toEqual({
      home: [
        {
          file: 'workflow-cps.jpi',
          name: 'workflow-cps',
          version: '2648.va',
          core: '2.346.1',
          needs: [
            { name: 'scm-api', version: '676.v862117c1a_0a_6', optional: false },
            { name: 'structs', version: '324.va_f5d6774f3a_d', optional: true },
            { name: 'workflow-step-api', version: '639.v6eca_cd8c04a_a_', optional: false },
          ],
          disabled: false,
          marker: '2600.v1',
        },
        { file: 'old name.hpi', name: 'old', version: '1.2', core: '1.400', needs: [], disabled: true, marker: null },
      ],
      image: [
        { file: 'scm-api.jpi', name: 'scm-api', version: '700.v2', core: '', needs: [], disabled: false, marker: null },
      ],
      core: '2.580.1',
      detached: [],
    });
  });

  test('takes the name of a file that is no archive, and the manifest beside one that cannot be read', () => {
    put('home/plugins/broken.jpi', 'no zip');
    put('home/plugins/half.jpi', 'no zip');
    mkdirSync(join(folder, 'home/plugins/half/META-INF'), { recursive: true });
    put('home/plugins/half/META-INF/MANIFEST.MF', 'Short-Name: half\nPlugin-Version: 3.1\n');
    expect(listed().home.map(({ name, version }) => `${name} ${version}`)).toEqual(['broken ???', 'half 3.1']);
  });

  test('is nothing for a home without plugins', () => {
    put('ref/plugins/scm-api.jpi', jpi({ 'Short-Name': 'scm-api', 'Plugin-Version': '700.v2' }));
    expect(listed()).toEqual({ home: [], image: [], core: '', detached: [] });
  });

  test('knows what Jenkins brings along', () => {
    put('home/plugins/a.jpi', jpi({ 'Short-Name': 'a', 'Plugin-Version': '1' }));
    mkdirSync(join(folder, 'WEB-INF/detached-plugins'), { recursive: true });
    put('WEB-INF/detached-plugins/javadoc.hpi', '');
    spawnSync('zip', ['-q', 'jenkins.war', 'WEB-INF/detached-plugins/javadoc.hpi'], { cwd: folder });
    expect(listed().detached).toEqual(spawnSync('zip', ['-v']).status === 0 ? ['javadoc'] : []);
  });
});
