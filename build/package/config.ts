import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { publisher } from './publisher.ts';
import type { Runtime } from './runtime.ts';

const LINUX = 'build/package/linux';
/** Below /opt, since electron-builder puts its packages there. */
const FOLDER = '/opt/jenkins-tray';

/**
 * What a distribution must have, by its own names. Chromium loads the rest of GTK through these. Ubuntu 24.04 calls some
 * of them NAMEt64, which provide the old name: test/unit/build/package.test.ts holds the list. There an imitation of
 * ALSA provides libasound2, too, but without a version.
 */
const DEB_DEPENDS = [
  'libc6',
  'libgtk-3-0',
  'libnss3',
  'libatk-bridge2.0-0',
  'libgbm1',
  'libasound2 (>= 1.0.17)',
  'libnotify4',
  'libsecret-1-0',
  'xdg-utils',
  'hicolor-icon-theme',
];
/** By the names of Fedora and of openSUSE. */
const RPM_DEPENDS = [
  '(gtk3 or libgtk-3-0)',
  '(nss or mozilla-nss)',
  'at-spi2-core',
  '(mesa-libgbm or libgbm1)',
  '(alsa-lib or libasound2)',
  '(libnotify or libnotify4)',
  '(libsecret or libsecret-1-0)',
  'xdg-utils',
];

/** Files of deb and rpm outside FOLDER, in fpm's notation. `zsh`: where a distribution's zsh looks for completions. */
const beside = (type: 'deb' | 'rpm', zsh: string): string[] => [
  `${LINUX}/package-type-${type}=${FOLDER}/resources/package-type`,
  `${LINUX}/launcher=/usr/bin/jenkins-tray`,
  'out/package/metainfo.xml=/usr/share/metainfo/jenkins-tray.metainfo.xml',
  'assets/icons/icon.svg=/usr/share/icons/hicolor/scalable/apps/jenkins-tray.svg',
  `${LINUX}/symbolic.svg=/usr/share/icons/hicolor/symbolic/apps/jenkins-tray-symbolic.svg`,
  'out/package/jenkins-tray.1.gz=/usr/share/man/man1/jenkins-tray.1.gz',
  'out/package/completions/jenkins-tray.bash=/usr/share/bash-completion/completions/jenkins-tray',
  `out/package/completions/jenkins-tray.zsh=/usr/share/zsh/${zsh}/_jenkins-tray`,
  'out/package/completions/jenkins-tray.fish=/usr/share/fish/vendor_completions.d/jenkins-tray.fish',
  'out/package/copyright=/usr/share/doc/jenkins-tray/copyright',
  'CHANGELOG.md=/usr/share/doc/jenkins-tray/CHANGELOG.md',
];
/** rpm removes only folders that a package owns, and fpm names none unless it is told. */
const OWN_FOLDERS = [FOLDER, '/usr/share/doc/jenkins-tray'].map((folder) => `--directories=${folder}`);
/**
 * rpmbuild links programs by what they were built from, in a folder that all packages share: with an Electron that another
 * package has as well, neither could be installed beside the other (electron-userland/electron-builder#5227).
 */
const NO_BUILD_IDS = '--rpm-rpmbuild-define=_build_id_links none';
/** What Debian alone wants. */
const forDebian = [
  'out/package/changelog.gz=/usr/share/doc/jenkins-tray/changelog.gz',
  `${LINUX}/lintian-overrides=/usr/share/lintian/overrides/jenkins-tray`,
];

/** Actions of the desktop entry. `program`: how it starts the app. */
const actions = (program: string) => ({
  toggle: { Name: 'Switch between DinD and DooD', Exec: `${program} --toggle` },
  open: { Name: 'Open Jenkins', Exec: `${program} --open` },
  window: { Name: 'Show the window', Exec: program },
});

const scripts = { afterInstall: `${LINUX}/after-install`, afterRemove: `${LINUX}/after-remove` };

/**
 * electron-builder's configuration, for every system. `runtime` null: electron-builder downloads package.json's Electron.
 * `hasFeed`: whether `out/package/update-source.json` was written.
 */
export function configuration(root: string, runtime: Runtime | null, hasFeed = false): Configuration {
  return {
    appId: 'jenkins-tray',
    productName: 'jenkins-tray',
    copyright: publisher.name,
    directories: { output: 'release', buildResources: 'build/package' },
    extraMetadata: {
      homepage: publisher.page,
      desktopName: 'jenkins-tray.desktop',
      ...(runtime === null ? {} : { main: runtime.main }),
    },
    // By an allow-list; what out/ needs from node_modules is in the bundles.
    files: [
      'package.json',
      'LICENSE',
      'assets/icons/*.png',
      'out/{main,desktop,preload,image-build-session,system-info-worker,package-updater,secret-formats}.js',
      'out/proto/**',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules/**',
      ...(runtime?.files ?? []),
    ],
    extraResources: [
      { from: 'assets/docker', to: 'assets/docker' },
      { from: 'out/package/cli', to: 'cli' },
      { from: 'out/package/third-party-licences.txt', to: 'third-party-licences.txt' },
      { from: 'out/package/sbom.json', to: 'sbom.json' },
      ...(hasFeed ? [{ from: 'out/package/update-source.json', to: 'update-source.json' }] : []),
    ],
    asar: true,
    npmRebuild: false,
    ...(runtime === null
      ? {}
      : { electronDist: runtime.folder, electronVersion: runtime.version, afterPack: runtime.afterPack }),
    // Nobody starts another program in the app's name. Electron 22 has no grantFileProtocolExtraPrivileges.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      ...(runtime === null ? { grantFileProtocolExtraPrivileges: false } : {}),
    },
    publish: null,
    linux: {
      target: [],
      category: 'Development',
      maintainer: `${publisher.name} <${publisher.email}>`,
      vendor: publisher.name,
      synopsis: 'Your own Jenkins in the tray',
      description: 'Moves Jenkins between DinD and DooD, and shows GPUs and builds.',
      icon: join(root, 'out', 'package', 'icons'),
      executableName: 'jenkins-tray',
      syncDesktopName: true,
      desktop: {
        entry: {
          Name: 'Jenkins Tray',
          Keywords: 'jenkins;docker;gpu;build;',
          StartupNotify: 'true',
          Actions: 'toggle;open;window;',
        },
        desktopActions: actions(`${FOLDER}/jenkins-tray`),
      },
    },
    deb: {
      ...scripts,
      depends: DEB_DEPENDS,
      // Asks for the administrator at an update; on Debian 13 a package of its own.
      recommends: hasFeed ? ['pkexec | policykit-1'] : [],
      packageCategory: 'devel',
      fpm: [...beside('deb', 'vendor-completions'), ...forDebian],
    },
    rpm: { ...scripts, depends: RPM_DEPENDS, fpm: [...OWN_FOLDERS, NO_BUILD_IDS, ...beside('rpm', 'site-functions')] },
    appImage: { desktop: { desktopActions: actions('AppRun') } },
    // The first toolset starts AppImages without a sandbox, and needs a FUSE that Ubuntu 24.04 lacks.
    toolsets: { appimage: '1.0.3' },
    // Configured, and never tried.
    mac: { target: ['dmg'], category: 'public.app-category.developer-tools', icon: 'assets/icons/icon.png' },
    win: { target: ['nsis'], icon: 'assets/icons/icon.png' },
  };
}
