"""From observations to assessments: what the evidence says of each question, which grades it supports, how firmly."""
