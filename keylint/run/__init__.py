"""The symbolic run of an app: values, events, and the machine that makes them."""
