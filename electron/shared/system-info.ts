/** The computer's hardware, besides its GPUs. */
export interface SystemInfo {
  /** Display controllers, for computers without an NVIDIA driver. */
  readonly controllers: readonly { readonly vendor: string; readonly model: string }[];
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number };
  /** The disk that holds the home. */
  readonly disk: { readonly mount: string; readonly usedBytes: number; readonly totalBytes: number } | null;
  readonly battery: { readonly percent: number; readonly charging: boolean } | null;
}
