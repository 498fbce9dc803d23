/**
 * Must be imported before any module that reads the environment. Colours are on and times are in UTC on every machine.
 */
process.env.TZ = 'UTC';
process.env.FORCE_COLOR = '3';
process.env.NODE_ENV = 'production';
delete process.env.NO_COLOR;
