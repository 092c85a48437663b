import { JENKINS_MODES, type JenkinsMode, modeName, modeTraits } from '../../electron/shared/mode.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Mark, SignIcon } from '../parts/icons.tsx';
import { openPreview } from '../previewed-mode.ts';
import { strings } from '../strings.ts';
import { modeInUse, switchKind } from './switch-words.ts';

export interface CompareProps {
  readonly snapshot: Snapshot;
}

/** The two modes side by side, with their strengths and cautions and a button to switch. */
export function Compare({ snapshot }: CompareProps) {
  const s = strings.compare;
  return (
    <Card title={s.title} lead={s.lead}>
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{s.topic}</span>
            </th>
            {JENKINS_MODES.map((mode) => (
              <th key={mode} scope="col" class={`compare-${mode}`}>
                <Head mode={mode} snapshot={snapshot} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {s.topics.map((topic) => (
            <tr key={topic.name}>
              <th scope="row">{topic.name}</th>
              {JENKINS_MODES.map((mode) => {
                const [kind, text] = topic[mode];
                return (
                  <td key={mode} data-mode={modeName(mode)}>
                    <span class={`compare-mark compare-${kind}`}>
                      <Mark name={kind} />
                      <span class="unseen">{s.words[kind]}: </span>
                    </span>
                    <span>{text}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Head({ mode, snapshot }: CompareProps & { readonly mode: JenkinsMode }) {
  const s = strings.compare;
  const { jenkins, engine } = snapshot;
  const { name, longName } = modeTraits[mode];
  const current = (jenkins.kind === 'running' || jenkins.kind === 'restarting') && jenkins.mode === mode;
  const kind = switchKind(modeInUse(jenkins), mode);
  const idle = !isWorking(snapshot) && engine.kind === 'connected';
  return (
    <>
      <div class="compare-head">
        <SignIcon sign={mode} size={28} />
        <div class="compare-name">
          <abbr title={longName}>{name}</abbr>
          <span class="quiet small">{s.gists[mode]}</span>
        </div>
      </div>
      <div class="compare-act">
        {current ? (
          <span class="badge">
            <Mark name="done" />
            {s.current}
          </span>
        ) : (
          <Button disabled={!idle} onClick={() => openPreview(mode)}>
            {s.actions[kind](name)}
          </Button>
        )}
      </div>
    </>
  );
}
