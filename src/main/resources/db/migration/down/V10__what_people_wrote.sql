DROP TABLE workflow_sources;
