// Where things are in the engine's web applications, and who can go there.

import { may } from './api.js';

const COCKPIT = 'camunda/app/cockpit/default/#/';

export const cockpitLinks = () => may('ADMINISTRATOR', 'ANALYST');
export const tasklistLinks = () => may('ADMINISTRATOR', 'MARKETER');
export const cockpitDefinition = id => COCKPIT + 'process-definition/' + encodeURIComponent(id) + '/runtime';
export const cockpitInstance = id => COCKPIT + 'process-instance/' + encodeURIComponent(id) + '/runtime';
export const tasklistTask = id => 'camunda/app/tasklist/default/#/?task=' + encodeURIComponent(id);
