#!/usr/bin/env -S node --conditions=@wescale/source
import '../src/main.ts';
