/** In the place of `react-hotkeys-hook`: react-admin's keys to menu items. Ours are the palette's. */
export function useHotkeys(): void {}
