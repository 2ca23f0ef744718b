"""Talanoa: an open platform on which hubs run ECHO-model tele-mentoring programmes."""
