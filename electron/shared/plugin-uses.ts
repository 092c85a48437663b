import type { PluginEntry } from './plugin-list.ts';

/** What Jenkins can no longer do without a plugin of the app's own list; a plugin that is left may still bring it along. */
const LOST: Readonly<Record<string, string>> = {
  'workflow-aggregator': 'Pipelines do not run',
  'pipeline-model-definition': 'declarative Pipelines (pipeline { … }) do not run',
  'docker-workflow': 'Pipelines cannot run steps in containers (docker.image, agent { docker … })',
  git: 'nothing is checked out from Git, Jenkinsfiles included',
  'github-branch-source': 'multibranch projects and organisation folders of GitHub do not work',
  junit: 'test results are not collected',
  'credentials-binding': 'builds get no passwords and keys (withCredentials)',
  timestamper: 'the console has no times',
  'ws-cleanup': 'workspaces are not emptied (cleanWs)',
  'ssh-slaves': 'agents over SSH do not start',
  'pipeline-graph-view': 'there is no view of a Pipeline’s stages',
  'role-strategy': 'if roles decide who may do what, Jenkins does not start',
  'configuration-as-code': 'a Configuration as Code file (setting jenkins.cascFile) is not applied',
  'uno-choice': 'jobs with Active Choices parameters lose them',
};

/** A plugin of the app's own list that another list leaves out. */
export interface LeftOut {
  readonly name: string;
  /** What does not work without it. */
  readonly lost: string;
}

/** What a list leaves out of the app's own one. */
export function leftOut(list: readonly PluginEntry[], builtIn: readonly PluginEntry[]): readonly LeftOut[] {
  const there = new Set(list.map(({ name }) => name));
  return builtIn
    .filter(({ name }) => !there.has(name))
    .map(({ name }) => ({ name, lost: LOST[name] ?? 'what it is for does not work' }));
}
