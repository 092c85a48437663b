import { assertNever } from '../../shared/failure.ts';
import type { Step } from './steps.ts';

/** What is being done, in a few words, for where a plan's line is too much: the tray's menu and a status. */
export function stepWords(step: Step): string {
  switch (step.kind) {
    case 'build-image':
      return `Building ${step.spec.reference}`;
    case 'create-network':
    case 'create-volume':
    case 'create-container':
      return `Creating ${step.spec.name}`;
    case 'check-home':
      return 'Looking at the home';
    case 'start':
      return `Starting ${step.name}`;
    case 'await-healthy':
      return 'Waiting for the nested engine';
    case 'drain':
      return 'Looking for running builds';
    case 'stop':
      return `Stopping ${step.name}`;
    case 'await-ready':
      return 'Waiting for Jenkins’ page';
    case 'rename':
      return `Keeping ${step.name} as ${step.to}`;
    case 'end-leftover':
      return `Ending ${step.name}`;
    case 'write-context':
      return `Writing the Docker context ${step.name}`;
    case 'remove-context':
    case 'remove-container':
    case 'remove-network':
    case 'remove-volume':
    case 'remove-image':
      return `Removing ${step.name}`;
    default:
      return assertNever(step);
  }
}
