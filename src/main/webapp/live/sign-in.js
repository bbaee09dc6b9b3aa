/** The card in which a user signs in. The live page and the page for operators share it. */

const CARD = `
  <h2 tabindex="-1" data-text="signIn"></h2>
  <p class="alert" id="sign-in-problem" role="alert" hidden></p>

  <div id="demo" hidden>
    <p data-text="demoIntroduction"></p>
    <ul class="choices" id="demo-users"></ul>
    <form id="demo-form" class="inline">
      <label><span data-text="anotherUser"></span>
        <input name="user" required maxlength="128" autocomplete="off" autocapitalize="none" spellcheck="false">
      </label>
      <button type="submit" data-text="signIn"></button>
    </form>
    <hr>
  </div>

  <div id="hosted-choice" hidden>
    <button type="button" id="hosted" class="primary" data-text="signInHosted"></button>
    <p class="hint or" data-text="orToken"></p>
  </div>

  <form id="token-form">
    <label><span data-text="token"></span>
      <input name="token" type="password" required autocomplete="off" spellcheck="false"
             aria-describedby="token-hint">
    </label>
    <p class="hint" id="token-hint" data-text="tokenHint"></p>
    <button type="submit" data-text="signInWithToken"></button>
  </form>
`;

/** Adds the card as the first child. The texts are filled in with those of the page. */
export function addSignInCard(parent) {
  const card = document.createElement('div');
  card.className = 'card';
  card.innerHTML = CARD;
  parent.prepend(card);
}
