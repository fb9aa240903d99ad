"""What deadlines add to pages of the apps below: the contract page, the contract list, Home."""
