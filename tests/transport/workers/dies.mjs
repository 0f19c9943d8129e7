export default function dies() {
  process.exit(0);
}
