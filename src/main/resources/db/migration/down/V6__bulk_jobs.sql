DROP TABLE bulk_results;
DROP TABLE bulk_jobs;
DROP TABLE request_keys;
