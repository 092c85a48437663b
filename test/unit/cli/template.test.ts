import { expect, test } from 'vitest';
import { checkTemplate, fillIn } from '../../../electron/cli/template.ts';
import { failureOf } from '../../../electron/shared/failure.ts';

/** The detail of the failure that this throws. */
function whyOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return failureOf(thrown).detail;
  }
  return 'it did not fail';
}

const document = {
  intent: 'dind',
  jenkins: { kind: 'running', url: 'http://127.0.0.1:8081', version: null },
  builds: {
    running: 2,
    list: [
      { job: 'a', number: 1 },
      { job: 'b {{.c}}', number: 2 },
    ],
  },
};

test.each([
  ['{{.jenkins.url}}', 'http://127.0.0.1:8081'],
  ['{{ .intent }} at {{.jenkins.url}}', 'dind at http://127.0.0.1:8081'],
  ['{{.builds.running}}\\t{{.jenkins.version}}|', '2\t|'],
  ['{{json .jenkins.version}} {{json .builds.list}}', 'null [{"job":"a","number":1},{"job":"b {{.c}}","number":2}]'],
  ['{{range .builds.list}}{{.job}} #{{.number}}\\n{{end}}', 'a #1\nb {{.c}} #2'],
  ['{{json .}}', JSON.stringify(document)],
  ['{{.jenkins}}', JSON.stringify(document.jenkins)],
  ['plain text', 'plain text'],
  ['', ''],
])('%s', (template, text) => {
  expect(fillIn(template, document)).toBe(text);
});

test('a list fills a template in once for each entry', () => {
  expect(fillIn('{{.job}}', document.builds.list)).toBe('a\nb {{.c}}');
});

test('what JSON leaves out is not there', () => {
  expect(whyOf(() => fillIn('{{.failure}}', { at: 1, failure: undefined }))).toBe(
    'There is no .failure. There are: at.',
  );
});

test('a name may have dots in it, as a key of the settings', () => {
  expect(
    fillIn('{{.ports.dind}} {{.settings.others.takeOver}}', { 'ports.dind': 1, settings: { 'others.takeOver': 'a' } }),
  ).toBe('1 a');
});

test('below what is unknown nothing is known', () => {
  expect(fillIn('[{{.jenkins.version.major}}]', document)).toBe('[]');
});

test.each([
  ['{{.jenkins.urll}}', 'There is no .jenkins.urll. There are: kind, url, version.'],
  ['{{.constructor}}', 'There is no .constructor'],
  ['{{.__proto__}}', 'There is no .__proto__'],
  ['{{.intent.length}}', 'There is no .intent.length.'],
  ['{{.builds.list.length}}', 'There is no .builds.list.length. It is in a list: use {{range .LIST}}…{{end}}.'],
  ['{{range .intent}}x{{end}}', '.intent is not a list.'],
])('%s is refused', (template, why) => {
  checkTemplate(template);
  expect(whyOf(() => fillIn(template, document))).toContain(why);
});

test.each([
  ['{{', 'It is not clear at: {{'],
  ['{{.a', 'It is not clear at: {{.a'],
  ['{{exec "id"}}', 'It is not clear at: {{exec "id"}}'],
  ['{{a}}', 'It is not clear at: {{a}}'],
  ['{{range .a}}', '{{range}} has no {{end}}.'],
  ['{{end}}', '{{end}} has no {{range}}.'],
])('%s is refused before anything is done', (template, why) => {
  expect(whyOf(() => checkTemplate(template))).toBe(why);
});
