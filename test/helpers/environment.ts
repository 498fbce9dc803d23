/** Imported before what reads the environment: colours are on and times are in UTC, wherever the tests run. */
process.env.TZ = 'UTC';
process.env.FORCE_COLOR = '3';
process.env.NODE_ENV = 'production';
delete process.env.NO_COLOR;
