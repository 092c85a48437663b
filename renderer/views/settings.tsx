import { valueAt } from '../../electron/shared/settings-path.ts';
import type { SettingsView } from '../../electron/shared/settings-view.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { views } from '../../electron/shared/views.ts';
import { Card, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { openPreview } from '../previewed-mode.ts';
import { type Schema, shown } from '../settings/draft.ts';
import { defaultText, FieldView } from '../settings/field.tsx';
import { groups } from '../settings/fields.ts';
import { PluginList } from '../settings/plugin-list.tsx';
import { SaveBar } from '../settings/save-bar.tsx';
import { type SettingsForm, useSettings } from '../settings/use-settings.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

export interface SettingsProps {
  readonly schema: Schema;
}

/** All settings. */
export function Settings({ schema }: SettingsProps) {
  const snapshot = useSnapshot();
  const { intent } = snapshot;
  const busy = isWorking(snapshot);
  const form = useSettings(schema, busy);
  const { answer } = form;
  return (
    <>
      <ViewHead title={views.settings} />
      {answer.kind === 'failed' ? <FailureBlock failure={answer.failure} /> : null}
      {answer.kind === 'loaded' ? <Form schema={schema} form={form} view={answer.value} /> : null}
      <SaveBar form={form} live={intent !== 'off'} busy={busy} apply={() => openPreview(intent)} />
    </>
  );
}

interface FormProps extends SettingsProps {
  readonly form: SettingsForm;
  readonly view: SettingsView;
}

function Form({ schema, form: { edits, draft, edit }, view }: FormProps) {
  const errors = draft?.errors ?? new Map<string, string>();
  return (
    <>
      {view.problem === null ? null : <FailureBlock failure={view.problem} />}
      <p class="quiet small settings-path">
        {strings.settings.lead} <span class="mono">{view.path}</span>
      </p>
      {groups.map(({ title, fields }) => [
        <Card key={title} title={title}>
          <div class="fields">
            {fields
              .filter(({ key }) => view.hasUpdates || key !== 'desktop.updates')
              .map((field) => (
                <FieldView
                  key={field.key}
                  field={field}
                  value={edits[field.key] ?? shown(field.kind, valueAt(view.settings, field.key))}
                  errors={errors}
                  edit={edit}
                  placeholder={field.key === 'home' ? view.home : defaultText(schema, field)}
                />
              ))}
          </div>
        </Card>,
        // Its file is one of the settings of images.
        ...(fields.some(({ key }) => key === 'images.pluginsFile') ? [<PluginList key="plugins" />] : []),
      ])}
    </>
  );
}
