/** A plugin that does not load, in the words of Jenkins' PluginWrapper. */
export const PLUGIN_FAILURE: readonly string[] = [
  '2026-03-01 12:00:00.000+0000 [id=48]\tSEVERE\tjenkins.InitReactorRunner$1#onTaskFailed: Failed Loading plugin Pipeline: Groovy v2648.va (workflow-cps)',
  'java.io.IOException: Failed to load: Pipeline: Groovy (workflow-cps 2648.va)',
  ' - Update required: SCM API Plugin (scm-api 2.2) to be updated to 676.v1 or higher',
  ' - Plugin is missing: workflow-support (838.va)',
  '\tat hudson.PluginWrapper.resolvePluginDependencies(PluginWrapper.java:1018)',
  ' - not a reason',
];
/** How the product tells it. */
export const PLUGIN_FAILURE_TOLD =
  'Pipeline: Groovy (workflow-cps 2648.va); Update required: SCM API Plugin (scm-api 2.2) to be updated to 676.v1 or higher; Plugin is missing: workflow-support (838.va)';
