export { cacheFolder } from './cache-folder.ts';
export { makeOnce, type OnceOptions, type Recipe } from './make-once.ts';
export {
  unpackDebianPackages,
  type DebianPackage,
  type DebianPackages,
} from './debian/unpack-debian-packages.ts';
export { buildGoProgram, type GoProgram } from './go/build-go-program.ts';
export { buildGoModule, type GoModule } from './go/build-go-module.ts';
export { runTool, ToolError, type ToolOptions } from './run-tool.ts';
