"""The things a person sees and touches on the page /connections, a file a card."""
