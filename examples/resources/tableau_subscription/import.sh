# The id is the subscription's LUID.
terraform import tableau_subscription.monday_report 2d1c0b9a-8f7e-6d5c-4b3a-2f1e0d9c8b7a
