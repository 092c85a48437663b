/** What this user sees of the home by looking; `unknown` fields are behind rights they lack. */
export interface HomeFact {
  readonly kind: 'missing' | 'not-a-folder' | 'folder' | 'unknown';
  readonly ownerUid: number | null;
  /** Whether uid 1000 can write by owner and mode. */
  readonly writable: boolean | null;
  /** Nobody can: its disk is mounted so, or the kernel made it so after an error. */
  readonly readOnly: boolean;
  readonly empty: boolean | null;
  /** Our marker file is in it. */
  readonly marked: boolean | null;
  /** Jenkins has not answered on it yet: `.jenkins-tray/new` is there. */
  readonly fresh: boolean | null;
  /** The Jenkins version that last ran on it, by its config.xml; null if unknown. */
  readonly version: string | null;
  readonly freeBytes: number | null;
}

/** The host beside the engine. */
export interface Host {
  /** SHA-256 over the names and contents of a folder's files, for the build contexts; hex. */
  folderHash(folder: string): Promise<string>;
  /** A text file of the user's; throws `settings/invalid` where it cannot be read. */
  readText(path: string): Promise<string>;
  home(path: string): Promise<HomeFact>;
  /** Null when free; else what holds it, in words, as far as this user may know. */
  portHolder(address: string, port: number): Promise<string | null>;
  /** A free port near the wanted one and none of those `meant` for something else, rather above it; null where there is none. */
  freePortNear(address: string, port: number, meant: readonly number[]): Promise<number | null>;
  /** A path without symbolic links; as it is where this user cannot tell. */
  realPath(path: string): Promise<string>;
  /** Whether the host has an NVIDIA GPU or its tools; runs nothing. */
  hasGpu(): Promise<boolean>;
  /** `rslave` where the path lies on a shared mount, so that disks mounted later are seen inside; `rprivate` elsewhere, where Docker refuses it. */
  propagation(path: string): Promise<'rslave' | 'rprivate'>;
  /** MTU of the interface of the default route. */
  mtu(): Promise<number>;
}
