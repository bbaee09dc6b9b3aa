#!/bin/sh
# PostgreSQL's image runs this once its data is new.
sh /presence/run.sh database
