/** In the place of `inflection`: react-admin makes words of names by it where a message is missing. Ours are all there. */
export const capitalize = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
export const humanize = (name: string): string => capitalize(name.replaceAll("_", " ").trim());
export const underscore = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase();
export const singularize = (name: string): string => name.replace(/s$/, "");
export const pluralize = (name: string): string => `${singularize(name)}s`;
export const inflect = (name: string, count: number): string => (count === 1 ? singularize(name) : pluralize(name));
export const transform = (name: string, _steps: string[]): string => humanize(underscore(name));
