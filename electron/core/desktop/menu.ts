import { appItems, quitItem } from './menu-app.ts';
import { gpuItems } from './menu-gpu.ts';
import { buildItems, modeItems, pageItem, stateItems } from './menu-jenkins.ts';
import { iconOf, tooltipOf } from './tray-icon.ts';
import type { TrayInput, TrayItem, TrayModel } from './tray-model.ts';

const SEPARATOR: TrayItem = { kind: 'separator' };

/**
 * The tray as a function of its input. Without elapsed times, so that it changes only on events. A new item belongs in the
 * file of its group.
 */
export function trayModel({ snapshot, startAtLogin, processes }: TrayInput): TrayModel {
  const groups: readonly (readonly TrayItem[])[] = [
    stateItems(snapshot),
    modeItems(snapshot),
    [pageItem(snapshot), ...buildItems(snapshot)],
    gpuItems(snapshot.gpu, processes),
    appItems(startAtLogin),
    [quitItem],
  ];
  return {
    icon: iconOf(snapshot),
    tooltip: tooltipOf(snapshot),
    items: groups
      .filter((group) => group.length > 0)
      .flatMap((group, at): readonly TrayItem[] => (at === 0 ? group : [SEPARATOR, ...group])),
  };
}
