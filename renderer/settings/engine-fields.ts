import type { Group } from './field-types.ts';

/** The settings of images, networks, GPUs and engines, in display order; `fields.ts` has the others. */
export const engineGroups: readonly Group[] = [
  {
    title: 'Images',
    fields: [
      {
        key: 'images.jenkinsBase',
        kind: 'text',
        label: 'Jenkins’ base image',
        hint: 'Also determines the Jenkins version.',
      },
      {
        key: 'images.checkForNewer',
        kind: 'switch',
        label: 'Look for a newer base image',
        hint: 'Asks the registry once a day. A newer one is never applied unasked.',
      },
      {
        key: 'images.prepareOther',
        kind: 'choice',
        label: 'Prepare the other mode',
        hint: 'Builds the images of the mode that does not run while no build runs, so that the first switch takes seconds.',
        choices: { ask: 'ask once', on: 'in the background', off: 'at the first switch' },
      },
      { key: 'images.engineBase', kind: 'text', label: 'Nested engine’s base image' },
      {
        key: 'images.nvidiaRepository',
        kind: 'text',
        label: 'NVIDIA’s repository',
        hint: 'For GPUs in builds in DinD. Empty: the one that this computer uses, or NVIDIA’s own. Its apt address ends in libnvidia-container.',
      },
      {
        key: 'images.dockerRepository',
        kind: 'text',
        label: 'Docker’s repository',
        hint: 'Address of Docker’s own apt repository, without the distribution. Empty: the distribution’s packages.',
      },
      {
        key: 'images.aptMirror',
        kind: 'text',
        label: 'Debian mirror',
        hint: 'Used instead of the servers of Debian or Ubuntu, such as https://mirror.example.',
      },
      {
        key: 'images.updateCentre',
        kind: 'text',
        label: 'Update centre mirror',
        hint: 'Used instead of Jenkins’ update centre when plugins are installed.',
      },
      {
        key: 'images.caFile',
        kind: 'file',
        label: 'CA certificates',
        hint: 'Certificates of your company’s authority (PEM), which both images then trust.',
      },
      {
        key: 'images.packagesFile',
        kind: 'file',
        label: 'Packages file',
        hint: 'Names of Debian packages added to the Jenkins image.',
      },
      {
        key: 'images.pluginsFile',
        kind: 'file',
        label: 'Plugins file',
        hint: 'A plugins.txt or plugins.yaml to use instead of the list included with Jenkins Tray. Edit it here in Settings, or with jenkins-tray plugins.',
      },
    ],
  },
  {
    title: 'Proxy',
    fields: [
      {
        key: 'proxy.http',
        kind: 'text',
        label: 'HTTP proxy',
        hint: 'For image builds, Jenkins and the nested engine. All empty: as set up for Docker or in the environment.',
      },
      { key: 'proxy.https', kind: 'text', label: 'HTTPS proxy' },
      { key: 'proxy.noProxy', kind: 'text', label: 'No proxy for' },
    ],
  },
  {
    title: 'GPUs',
    fields: [
      { key: 'gpu.attach', kind: 'switch', label: 'Give the GPUs to DinD' },
      {
        key: 'gpu.builds',
        kind: 'gpus',
        label: 'GPUs for builds',
        hint: 'What builds get if they request all GPUs. This is a default; it does not isolate builds.',
      },
      {
        key: 'gpu.hot',
        kind: 'optional-number',
        label: 'Hot from (°C)',
        hint: 'A notice when a GPU is at this temperature or above. Empty: none.',
      },
      {
        key: 'gpu.full',
        kind: 'optional-number',
        label: 'Full from (%)',
        hint: 'A notice when this much of a GPU’s memory is used, or more. Empty: none.',
      },
      {
        key: 'gpu.metrics',
        kind: 'text',
        label: 'Metrics for Prometheus',
        hint: 'A Unix socket, such as /run/user/1000/jenkins-tray.sock, or 127.0.0.1:9400. Empty: none.',
      },
    ],
  },
  {
    title: 'Nested engine (DinD)',
    fields: [
      {
        key: 'nested.publishPort',
        kind: 'optional-number',
        label: 'Publish on port',
        hint: 'On 127.0.0.1, for docker on this computer. Empty: not published.',
      },
      { key: 'nested.mtu', kind: 'optional-number', label: 'MTU', hint: 'Empty: same as this computer.' },
      {
        key: 'nested.dns',
        kind: 'list',
        label: 'DNS servers',
        hint: 'Empty: this computer’s own, as they change.',
      },
      { key: 'nested.registryMirrors', kind: 'list', label: 'Registry mirrors' },
      {
        key: 'nested.insecureRegistries',
        kind: 'list',
        label: 'Insecure registries',
        hint: 'Hosts, such as registry.example:5000, that builds may use without a trusted certificate.',
      },
      {
        key: 'nested.registryCertificates',
        kind: 'folder',
        label: 'Registries’ certificates',
        hint: 'A folder like /etc/docker/certs.d: one folder for each registry, with ca.crt in it.',
      },
      {
        key: 'nested.addressPools',
        kind: 'list',
        label: 'Address ranges',
        hint: 'For the networks of builds, such as 10.200.0.0/16, if the usual 172.17.0.0/16 is used elsewhere.',
      },
      {
        key: 'nested.bip',
        kind: 'text',
        label: 'Bridge address',
        hint: 'Address and range of the default bridge, such as 10.199.0.1/24. Empty: chosen by Docker.',
      },
      {
        key: 'nested.storageDriver',
        kind: 'choice',
        label: 'Storage driver',
        hint: 'A change starts with an empty store: images are not carried over.',
        choices: {
          auto: 'the first that works',
          overlay2: 'overlay2',
          'fuse-overlayfs': 'fuse-overlayfs',
          vfs: 'vfs (slow, takes much space)',
        },
      },
      {
        key: 'nested.daemonFile',
        kind: 'file',
        label: 'daemon.json',
        hint: 'A file with further settings of the nested engine. Those that would break its connection are refused.',
      },
      { key: 'nested.httpProxy', kind: 'text', label: 'HTTP proxy' },
      { key: 'nested.httpsProxy', kind: 'text', label: 'HTTPS proxy' },
      { key: 'nested.noProxy', kind: 'text', label: 'No proxy for' },
    ],
  },
  {
    title: 'Docker and this set-up',
    fields: [
      {
        key: 'engineContext',
        kind: 'text',
        label: 'Docker context',
        hint: 'Empty: the current context of the docker command.',
      },
      {
        key: 'instance',
        kind: 'text',
        label: 'Instance',
        hint: 'Suffix of all names, so that two set-ups can exist side by side. Changing it creates a new set-up.',
      },
    ],
  },
  {
    title: 'Timeouts',
    fields: [
      {
        key: 'timeouts.stop',
        kind: 'seconds',
        label: 'Stop',
        hint: 'Time for Jenkins to save its builds; at least 60 s.',
      },
      { key: 'timeouts.healthy', kind: 'seconds', label: 'Start of the nested engine' },
      { key: 'timeouts.ready', kind: 'seconds', label: 'Start of Jenkins' },
    ],
  },
];
