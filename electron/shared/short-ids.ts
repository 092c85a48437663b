/** Docker's ids of 64 digits as `docker ps` shows them, of 12. */
export const shortIds = (text: string): string => text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
