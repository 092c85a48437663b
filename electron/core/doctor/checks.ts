import type { DoctorCheck } from './check.ts';
import { contextCheck, engineCheck } from './checks/engine.ts';
import { gpuCheck } from './checks/gpu.ts';
import { homeCheck } from './checks/home.ts';
import { namesCheck } from './checks/names.ts';
import { nestedCheck } from './checks/nested.ts';
import { portsCheck } from './checks/ports.ts';
import { settingsCheck } from './checks/settings.ts';

/** All checks, in display order. To add one, create its file and list it here. */
export const CHECKS: readonly DoctorCheck[] = [
  settingsCheck,
  engineCheck,
  contextCheck,
  homeCheck,
  portsCheck,
  namesCheck,
  gpuCheck,
  nestedCheck,
];
