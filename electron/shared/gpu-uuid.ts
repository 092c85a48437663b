/** `GPU-…` and `MIG-…`; those of Jetson Orin and Thor have no such prefix, only a UUID's groups. */
const UUID = /^((GPU|MIG)-[\w/-]{1,120}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Whether nvidia-smi prints this as the UUID of a GPU or of a part of one. */
export const isGpuUuid = (text: string): boolean => UUID.test(text);

/** One that settings may name: without the slashes of the oldest MIG UUIDs, which NVIDIA's toolkit does not take. */
export const CHOSEN_UUID = /^((GPU|MIG)-[\w-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
