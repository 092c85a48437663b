import type { DoctorCheck } from './check.ts';
import { baseChecks } from './checks/base.ts';
import { engineChecks } from './checks/engine.ts';
import { gpuChecks } from './checks/gpu.ts';
import { homeChecks } from './checks/home.ts';
import { loginChecks } from './checks/login.ts';
import { namesChecks } from './checks/names.ts';
import { nestedChecks } from './checks/nested.ts';
import { portsChecks } from './checks/ports.ts';
import { settingsChecks } from './checks/settings.ts';

/** All checks, in display order. To add one, write it in the file of its subject and list it there. */
export const CHECKS: readonly DoctorCheck[] = [
  ...settingsChecks,
  ...engineChecks,
  ...baseChecks,
  ...homeChecks,
  ...portsChecks,
  ...namesChecks,
  ...gpuChecks,
  ...nestedChecks,
  ...loginChecks,
];
