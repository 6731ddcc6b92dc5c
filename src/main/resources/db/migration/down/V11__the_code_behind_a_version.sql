DROP TABLE workflow_code;
