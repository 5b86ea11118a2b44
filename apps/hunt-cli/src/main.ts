process.stdout.write('hunt\n');
