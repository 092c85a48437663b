import { useEffect, useId, useRef } from 'preact/hooks';
import { isWorking } from '../../electron/shared/state-words.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark } from '../parts/icons.tsx';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { askForPlugins } from '../upgrades/asked.ts';
import { pluginsShown, useWantedPlugins } from './shown-plugins.ts';
import { selectLine, TextEditor } from './text-editor.tsx';
import { type PluginListForm, usePluginList } from './use-plugin-list.ts';

/** Jenkins' list of plugins, and its editor. */
export function PluginList() {
  const s = strings.plugins;
  const form = usePluginList();
  const { answer, plugins, text, begin, left } = form;
  const place = useRef<HTMLDivElement>(null);
  const wanted = useWantedPlugins();
  useEffect(() => {
    if (!wanted || place.current === null) return;
    place.current.scrollIntoView();
    pluginsShown();
  }, [wanted, answer.kind]);
  if (answer.kind === 'loading') return null;
  const file = answer.kind === 'loaded' ? answer.value.file : '';
  return (
    <div ref={place}>
      <Card
        title={s.title}
        {...(answer.kind === 'loaded' ? { lead: s.lead(plugins.length, file) } : {})}
        actions={text === null && answer.kind === 'loaded' ? <Button onClick={begin}>{s.edit}</Button> : undefined}
      >
        {answer.kind === 'failed' ? <FailureBlock failure={answer.failure} /> : null}
        {text === null ? <LeftOutPlugins left={left} /> : <Editor form={form} text={text} />}
      </Card>
    </div>
  );
}

function Editor({ form, text }: { readonly form: PluginListForm; readonly text: string }) {
  const s = strings.plugins;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { problems, left, refused, isYaml, edit } = form;
  return (
    <div class="stack">
      <TextEditor
        label={s.text}
        value={text}
        set={edit}
        wrong={new Set(problems.map(({ line }) => line))}
        described={id}
        field={field}
      />
      <p class="quiet small">{isYaml ? s.yamlForms : s.forms}</p>
      <div id={id} class="stack" aria-live="polite">
        {problems.length === 0 ? null : (
          <ul class="plugin-problems">
            {problems.map(({ line, text: why }) => (
              <li key={`${line} ${why}`}>
                <button type="button" class="plugin-problem" onClick={() => selectLine(field.current, line)}>
                  <Mark name="bad" /> <span>{s.problem(line, why)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <LeftOutPlugins left={left} />
      </div>
      {refused === null ? null : <FailureBlock failure={refused} alert />}
      <Foot form={form} />
    </div>
  );
}

function LeftOutPlugins({ left }: Pick<PluginListForm, 'left'>) {
  const s = strings.plugins;
  if (left.length === 0) return null;
  return (
    <section class="plugin-left" aria-label={s.leftOut}>
      <h3 class="preview-title">{s.leftOut}</h3>
      <ul>
        {left.map(({ name, lost }) => (
          <li key={name}>
            <Mark name="bad" /> {s.without(name, lost)}
          </li>
        ))}
      </ul>
      <p class="quiet small">{s.stays}</p>
    </section>
  );
}

function Foot({ form: { problems, isChanged, isSaving, discard, save } }: { readonly form: PluginListForm }) {
  const s = strings.plugins;
  const snapshot = useSnapshot();
  const ready = isChanged && problems.length === 0 && !isSaving;
  const apply = async (): Promise<void> => {
    if (await save()) askForPlugins();
  };
  return (
    <div class="row">
      <p class="save-words" role="status">
        {problems.length > 0 ? s.problems(problems.length) : isChanged ? s.valid : s.unchanged}
      </p>
      <Button kind="quiet" onClick={discard}>
        {s.discard}
      </Button>
      {snapshot.intent === 'off' ? (
        <Button kind="primary" disabled={!ready} onClick={() => void save()}>
          {s.save}
        </Button>
      ) : (
        <>
          <Button disabled={!ready} onClick={() => void save()}>
            {s.saveOnly}
          </Button>
          <Button kind="primary" disabled={!ready || isWorking(snapshot)} onClick={() => void apply()}>
            {s.saveApply}
          </Button>
        </>
      )}
    </div>
  );
}
