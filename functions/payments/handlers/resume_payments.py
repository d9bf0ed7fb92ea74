"""Every minute: asks Stripe after payments and refunds whose news never came."""

from functions.payments.resume_payments import resume_payments
from shared.lambdas import scheduled

handler = scheduled("resume_payments", resume_payments)
