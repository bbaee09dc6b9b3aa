#!/bin/sh
# The PostgreSQL image runs this when it creates its data.
sh /presence/run.sh database
