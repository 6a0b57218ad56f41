"""What things are called on the printed pages, which are in English: AliExpress' own side reads them."""

OUTSIDE = frozenset({"chargeback", "paypal_open", "paypal_escalate", "paypal_opened", "paypal_escalated"})
"""Clocks and marks that are the buyer's own affair: these pages are read by the other side."""

FACT_LABELS = {
    "placed_on": "Placed on",
    "paid_on": "Paid on",
    "shipped_on": "Sent on",
    "completed_on": "Completed on",
    "closed_on": "Closed on",
    "status_text": "Status, in the words of the page",
    "payment_method": "Paid by",
    "total": "Total",
    "store": "Store",
    "estimated_delivery": "Delivery promised for",
    "late_coupon": "Coupon if later than",
    "refund_if_undelivered": "Refund promised if not delivered before",
    "protection_end": "Protection ends",
    "ship_by": "Seller must send by",
    "stated": "Date on the page",
}
STEP_LABELS = {
    "state": "state",
    "reason": "reason",
    "opened_at": "opened",
    "proposed_at": "newest proposal",
    "claim": "claim",
    "offer": "offer",
    "answer_due": "answer due",
    "return_due": "send back by",
    "refund": "refund",
    "decided_on": "decided on",
    "text": "words of the page",
}
STATES = {
    "waiting_for_seller": "waits for the seller",
    "waiting_for_buyer": "waits for the buyer",
    "platform_review": "AliExpress decides",
    "parked": "parked until the protection ends",
    "return_agreed": "return agreed",
    "refund_decided": "refund decided",
    "decided_against_buyer": "decided against the buyer",
    "cancelled": "cancelled",
    "finished": "finished",
}
STATUSES = {
    "arrived_destination": "Arrived in the destination country",
    "in_transit_destination": "On its way in the destination country",
}
"""Where the buyer's own words ("in your country") would be wrong on paper that somebody else reads."""

MARKS = {  # a case at PayPal is not for AliExpress to read
    "received_ok": "Received, all fine",
    "not_received": "Not received",
    "not_sure": "Received, not tested yet",
    "defect": "Received, something is wrong",
    "collected": "Collected",
    "customs_answered": "Customs answered",
    "answered": "Answered in the dispute",
    "money_seen": "Money seen",
    "dispute_refused": "The form refused a dispute",
    "extension_asked": "Longer protection asked for",
    "appeal_filed": "Appeal filed",
    "return_number_entered": "Number of the return entered",
    "return_arrived": "The return arrived",
    "coupon_collected": "Coupon collected",
}

OUTCOMES = {
    "ok": "answered",
    "announced": "knows the number, no scan yet",
    "unknown": "does not know the number",
    "blocked": "refused to answer",
    "rate_limited": "asked to come later",
    "changed": "could not be read",
    "network": "did not answer",
}
