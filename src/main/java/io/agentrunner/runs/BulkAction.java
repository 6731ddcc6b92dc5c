package io.agentrunner.runs;

/** What can be wanted of many runs at once. */
enum BulkAction {
    CANCEL,
    PAUSE,
    RESUME,
    RETRY,
    DELETE
}
