/** Why an agent gives up; its words are in its log, and its pod starts again. */
export class AgentError extends Error {}
