import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reachingChanges } from '../../../../electron/core/settings/reaching-changes.ts';
import { withSettings } from '../../../../electron/core/settings/settings-change.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { valueAt } from '../../../../electron/shared/settings-path.ts';
import type { Field } from '../../../../renderer/settings/field-types.ts';
import { groups } from '../../../../renderer/settings/fields.ts';
import { ROOT } from '../../../lab/paths.ts';

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** What a control of the window shows without words. */
function values({ kind, choices }: Field): readonly string[] {
  if (choices !== undefined) return [`${Object.keys(choices).map(code).join(', ')}.`];
  if (kind === 'list') return ['A list.'];
  return kind === 'seconds' ? ['In seconds.'] : [];
}

function row(field: Field): string {
  const { key, label, hint = '' } = field;
  const words = [`${label}.`, hint, ...values(field)].filter((text) => text !== '').join(' ');
  return `| \`${key}\` | ${code(valueAt(defaultSettings, key))} | ${words} |`;
}

/** docs/settings.md, as it should be. */
const page = `# Settings

Every setting, with its default and the words that the window has for it. \`jenkins-tray config get KEY\` shows one, \`jenkins-tray config set KEY VALUE\` changes it ([how](command-line.md#settings)), \`jenkins-tray config list\` shows all. They are in \`settings.json\` in the settings folder; \`jenkins-tray config path\` says where.

Empty is \`""\`, \`[]\` for a list, and \`null\` for a number. A change of what containers or images consist of takes effect with the next \`jenkins-tray up\`, or "Save and apply" in the window. In the window, changes of what reaches this computer (mounts, addresses, images, proxies and more) are confirmed in a dialog of their own.

\`version\` in the file is its format. A newer Jenkins Tray reads older formats, and when it first changes such a file, keeps it as \`settings.json.format-N\` beside it. An older one refuses a newer format, does nothing with Jenkins, leaves the file as it is and says so ([settings/newer](failures.md#settingsnewer)).

A data mount is \`{ "source": FOLDER, "target": PATH, "readOnly": true }\`; without \`target\` it has the same path inside, without \`readOnly\` it can be written.

${groups
  .map(({ title, fields }) =>
    [`## ${title}`, '', '| key | default | meaning |', '|---|---|---|', ...fields.map(row)].join('\n'),
  )
  .join('\n\n')}
`;

/** To write the page after a change: `npx vitest run --project unit settings/fields -u`. */
test('docs/settings.md has each setting with its default', async () => {
  await expect(page).toMatchFileSnapshot(join(ROOT, 'docs/settings.md'));
});

test('a file or folder that containers or builds get is confirmed', () => {
  const named = groups.flatMap(({ fields }) => fields.filter(({ kind }) => kind === 'file' || kind === 'folder'));
  expect(named.length).toBeGreaterThan(5);
  for (const { key } of named)
    expect(reachingChanges(defaultSettings, withSettings(defaultSettings, { [key]: '/x' })), key).toHaveLength(1);
});
