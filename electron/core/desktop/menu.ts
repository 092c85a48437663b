import { harmlessLine } from '../../shared/harmless.ts';
import { appItems, quitItem } from './menu-app.ts';
import { gpuItems } from './menu-gpu.ts';
import { buildItems, modeItems, pageItem, stateItems, updateItems, whenIdleItems } from './menu-jenkins.ts';
import { iconOf, tooltipOf } from './tray-icon.ts';
import type { TrayInput, TrayItem, TrayModel } from './tray-model.ts';

/** Longest item and tooltip, in characters: a panel shows them on one line. */
const MAX_LABEL = 60;
const MAX_TOOLTIP = 300;

const SEPARATOR: TrayItem = { kind: 'separator' };

/**
 * The tray as a function of its input. Without elapsed times, so that it changes only on events. A new item belongs in the
 * file of its group.
 */
export function trayModel({ snapshot, startAtLogin, processes }: TrayInput): TrayModel {
  const groups: readonly (readonly TrayItem[])[] = [
    stateItems(snapshot),
    [...modeItems(snapshot), ...whenIdleItems(snapshot)],
    [pageItem(snapshot), ...updateItems(snapshot), ...buildItems(snapshot)],
    gpuItems(snapshot.gpu, processes),
    appItems(startAtLogin),
    [quitItem],
  ];
  return {
    icon: iconOf(snapshot),
    tooltip: harmlessLine(tooltipOf(snapshot), MAX_TOOLTIP),
    items: groups
      .filter((group) => group.length > 0)
      .flatMap((group, at): readonly TrayItem[] => (at === 0 ? group : [SEPARATOR, ...group]))
      .map(shown),
  };
}

/** Names of builds, programs and containers are what other users chose. */
const shown = (item: TrayItem): TrayItem =>
  item.kind === 'separator' ? item : { ...item, label: harmlessLine(item.label, MAX_LABEL) };
