export const greeting = 'from a module';
