/** The two modes beside each other. */
export const compareStrings = {
  title: 'Two ways to give builds a Docker engine',
  lead: 'Both use the same home. You can switch as often as you like.',
  topic: 'Topic',
  current: 'In use',
  actions: {
    start: (mode: string) => `Start in ${mode}…`,
    recreate: (mode: string) => `Recreate in ${mode}…`,
    switch: (mode: string) => `Switch to ${mode}…`,
  },
  words: { good: 'good', bad: 'caution', even: 'note' },
  gists: { dind: 'A separate engine', dood: 'This computer’s engine' },
  topics: [
    {
      name: 'Isolation',
      dind: ['good', 'Builds see each other’s containers, but none of yours.'],
      dood: ['bad', 'Builds see, and can remove, all containers of this computer.'],
    },
    {
      name: 'Privileges',
      dind: ['bad', 'The engine’s container is privileged: it has root access to this computer.'],
      dood: ['bad', 'No container is privileged, but access to the engine’s socket equals root access.'],
    },
    {
      name: 'Names, ports',
      dind: ['good', 'No conflicts with yours. Builds reach published ports at the host name docker.'],
      dood: ['bad', 'Shared with yours: each name and port can be used only once.'],
    },
    {
      name: 'Paths',
      dind: ['even', 'Home and data mounts are the same inside. Other folders are not visible.'],
      dood: ['even', 'Home and data mounts are the same. Other paths mean this computer’s folders.'],
    },
    {
      name: 'Image cache',
      dind: ['even', 'Separate, and kept when you switch. Images are pulled again and take up disk space twice.'],
      dood: ['good', 'Shared with this computer: existing images need no pull.'],
    },
    {
      name: 'GPU',
      dind: ['even', 'The engine gets all GPUs; builds can use them if its image includes NVIDIA’s toolkit.'],
      dood: ['good', 'Builds use this computer’s engine directly.'],
    },
    {
      name: 'Kubernetes',
      dind: ['good', 'kind and k3d run inside, separate from your own clusters.'],
      dood: ['bad', 'kind and k3d run beside your own clusters, and keep running if a build does not remove them.'],
    },
  ],
} as const;

/** What is known of the Jenkins that runs. */
export const factStrings = {
  title: 'Details',
  address: 'Address',
  home: 'Home',
  engine: 'Engine',
  engineValue: (version: string, context: string) => `Docker ${version}, context ${context}`,
  password: 'Admin password',
  user: 'User admin, if Jenkins Tray created the home. An existing home keeps its accounts.',
  reveal: 'Show',
  hide: 'Hide',
  hidden: 'Hidden',
  copyPassword: 'Copy the password',
  copyHome: 'Copy the path of the home',
  copyAddress: 'Copy the address',
  passwordRefused: 'The stored password no longer fits: it was changed in Jenkins.',
  presentPassword: 'Present password of admin',
  storePassword: 'Store',
  tryAgain: 'Try the login again',
  changePassword: 'New password…',
  passwordStored: 'The password is stored.',
  passwordShown: 'The password is shown and will be hidden after 30 seconds.',
} as const;

/** A preview of a switch. */
export const previewStrings = {
  actions: {
    start: (mode: string) => `Start Jenkins in ${mode}`,
    recreate: (mode: string) => `Recreate Jenkins in ${mode}`,
    switch: (mode: string) => `Switch to ${mode}`,
  },
  stop: 'Stop Jenkins',
  update: 'Update Jenkins',
  looking: 'Preparing the preview…',
  nothing: 'Nothing to do: everything is as requested.',
  unavailable: (time: string) => `Jenkins’ page will be unavailable for about ${time}.`,
  uninterrupted: 'Nothing that is running will be interrupted.',
  stopped: 'Jenkins will be off until you start it again.',
  blocked: 'Fix this first',
  questions: 'Please confirm each of these',
  stops: 'Stops',
  starts: 'Starts',
  images: 'Images to build first (this can take minutes)',
  builds: 'Builds that would be interrupted',
  buildsUnknown: 'Running builds are unknown',
  running: {
    all: 'Wait until they have ended',
    atMost: 'Wait at most',
    minutes: 'Minutes',
    thenAbort: 'minutes, then abort the rest',
    now: 'Abort them now',
    requeue: 'Queue aborted builds again',
    noRequeue: 'This Jenkins cannot queue aborted builds again: start them in Jenkins.',
  },
  ports: 'Ports',
  mounts: 'Folders',
  exact: (steps: number) => `The exact steps (${steps})`,
  checkAgain: 'Check again',
} as const;
