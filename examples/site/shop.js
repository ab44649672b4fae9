const products = [
  { product_id: 'espresso', name: 'Espresso beans', category: 'coffee', price: 14.5 },
  { product_id: 'filter', name: 'Filter beans', category: 'coffee', price: 12 },
  { product_id: 'sencha', name: 'Sencha', category: 'tea', price: 9.9 },
  { product_id: 'grinder', name: 'Hand grinder', category: 'tools', price: 64 },
];
const { analytics } = window;
const find = (id) => document.getElementById(id);
const cart = [];

find('products').append(...products.map(card));
find('order').addEventListener('click', order);
find('sign-up').addEventListener('submit', signUp);

function card(product) {
  const article = document.createElement('article');
  const title = document.createElement('h3');
  title.textContent = product.name;
  const price = document.createElement('p');
  price.textContent = `${product.price.toFixed(2)} EUR`;
  const look = button('Details', () => analytics.track('Product Viewed', product));
  article.append(
    title,
    price,
    look,
    ' ',
    button('Add', () => add(product)),
  );
  return article;
}

function button(text, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', act);
  return element;
}

function add(product) {
  cart.push(product);
  analytics.track('Product Added', { ...product, quantity: 1 });
  showCart();
}

function order() {
  const order_id = `order-${crypto.randomUUID()}`;
  analytics.track('Order Completed', { order_id, total: total(), currency: 'EUR', products: cart.splice(0) });
  find('greeting').textContent = 'Thank you, your order is on its way.';
  showCart();
}

function signUp(submitted) {
  submitted.preventDefault();
  const { name, email } = Object.fromEntries(new FormData(submitted.target));
  // a real shop has an id of its own for each account
  analytics.identify(email, { name, email });
  analytics.track('Signed Up', {});
  find('greeting').textContent = `Welcome, ${name}.`;
  submitted.target.remove();
}

function showCart() {
  find('cart').replaceChildren(
    ...cart.map(({ name }) => Object.assign(document.createElement('li'), { textContent: name })),
  );
  find('total').textContent = total().toFixed(2);
  find('order').disabled = cart.length === 0;
}

function total() {
  return cart.reduce((sum, { price }) => sum + price, 0);
}
